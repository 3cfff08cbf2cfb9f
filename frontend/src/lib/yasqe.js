// The editor component and its styles, which its package has side by side.
import "@zazuko/yasqe/build/yasqe.min.css";
import Yasqe from "@zazuko/yasqe";

export { Yasqe };
