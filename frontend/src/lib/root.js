/** What stands before this server's paths, where a proxy has it below one. */
export const root = document.documentElement.dataset.root ?? "";
