// A page for the wall: larger, without the shell.
document.body.classList.add("projected");
