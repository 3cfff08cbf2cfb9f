CREATE INDEX tenure_person ON tenure (person);
CREATE INDEX tenure_office ON tenure (polity, office_type, start);
CREATE INDEX name_first ON name (first);
CREATE INDEX entity_key ON entity (kind, key);
