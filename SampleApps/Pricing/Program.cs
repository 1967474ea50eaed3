var builder = WebApplication.CreateBuilder(args);

var app = builder.Build();
app.MapGet("/", () => Results.Json(new { service = "pricing" }));

await app.RunAsync();
