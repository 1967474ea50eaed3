using System.Text;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Programs.Http;

namespace IstioLab.Cluster.Embedded.Programs.Services;

/// <summary>
/// The image of <c>SampleApps/Pricing</c>: <c>/price/SKU</c> in the version that <c>PRICING_VERSION</c> names, and the trace that the
/// request belongs to.
/// </summary>
internal static class PricingService
{
    /// <summary>Port of the sample's image.</summary>
    public const int Port = 8080;

    private const string Prefix = "/price/";

    private static readonly Dictionary<string, decimal> s_prices = new(StringComparer.OrdinalIgnoreCase)
    {
        ["apple"] = 1.20m,
        ["bread"] = 3.50m,
        ["coffee"] = 7.90m,
        ["tea"] = 4.40m,
    };

    /// <summary>The program.</summary>
    public static IProgram Create() => new HttpServiceProgram(Port, context =>
    {
        var version = context.Environment.GetValueOrDefault("PRICING_VERSION") is { Length: > 0 } set ? set : "v1";
        return (request, _) => new(Answer(request, version));
    });

    private static HttpServerResponse Answer(HttpServerRequest request, string version)
    {
        if (request.Path is "/health" or "/alive")
            return new HttpServerResponse { Status = 200, Headers = [new("Content-Type", "text/plain")], Body = "Healthy"u8.ToArray() };
        if (!request.Path.StartsWith(Prefix, StringComparison.Ordinal) || !s_prices.TryGetValue(request.Path[Prefix.Length..], out var price))
            return new HttpServerResponse { Status = 404 };
        var body = new JsonObject
        {
            ["sku"] = request.Path[Prefix.Length..],
            ["amount"] = decimal.Round(version == "v2" ? price * 0.9m : price, 2),
            ["currency"] = "EUR",
            ["version"] = version,
            ["trace"] = TraceHeaders.TraceOf(request.Head),
        };
        return new HttpServerResponse
        {
            Status = 200,
            Headers = [new("Content-Type", "application/json; charset=utf-8")],
            Body = Encoding.UTF8.GetBytes(body.ToJsonString()),
        };
    }
}
