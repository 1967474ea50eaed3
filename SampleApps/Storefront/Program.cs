using IstioLab.SampleApps.Storefront;
using IstioLab.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddStorefront();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapStorefront();

await app.RunAsync();
