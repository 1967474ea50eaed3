using IstioLab.SampleApps.Pricing;
using IstioLab.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapPricing(builder.Configuration["PRICING_VERSION"]);

await app.RunAsync();
