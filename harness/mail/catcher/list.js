// Shows a mail as soon as it has come. Without script or socket the page is as it was when it was loaded.
const events = new WebSocket(`${location.origin.replace("http", "ws")}/api/events`);
events.addEventListener("message", ({ data }) => {
  if (["new", "delete"].includes(JSON.parse(data).Type)) location.reload();
});
