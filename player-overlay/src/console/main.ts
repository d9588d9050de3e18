import "../shell/shell.css";
