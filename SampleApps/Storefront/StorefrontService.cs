using System.Diagnostics;
using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace IstioLab.SampleApps.Storefront;

/// <summary>The service: its settings, its client, and its addresses.</summary>
public static class StorefrontService
{
    /// <summary>The setting with the address of the pricing service; default <c>http://pricing</c>.</summary>
    public const string PricingKey = "PRICING_URL";

    /// <summary>The setting that stops the service from handing trace headers on, <c>off</c>; default <c>on</c>.</summary>
    public const string PropagationKey = "PROPAGATION";

    private const string TierHeader = "x-user-tier";
    private const string RequestIdHeader = "x-request-id";

    /// <summary>Adds the client of the pricing service.</summary>
    public static void AddStorefront(this IHostApplicationBuilder builder)
    {
        var propagates = builder.Configuration[PropagationKey] is not "off";
        string[] names = propagates ? [TierHeader, RequestIdHeader] : [TierHeader];
        var pricing = new Uri(builder.Configuration[PricingKey] is { Length: > 0 } set ? set : "http://pricing");
        builder.Services.AddHttpContextAccessor();
        var client = builder.Services.AddHttpClient<PricingClient>(http => http.BaseAddress = pricing)
            .AddHttpMessageHandler(services => new HandedOnHeaders(services.GetRequiredService<IHttpContextAccessor>(), names));
        if (!propagates)
        {
            // Two hands would write traceparent: the client's handler, and OpenTelemetry's instrumentation where its propagator is not the
            // W3C one alone.
            client.UseSocketsHttpHandler((handler, _) => handler.ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator());
            Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        }
    }

    /// <summary>
    /// Maps <c>GET /{sku}</c>, in plain text: which version of pricing answered, the price, and whether both services saw the same trace.
    /// </summary>
    public static void MapStorefront(this WebApplication app)
    {
        app.MapGet("/", (PricingClient pricing, CancellationToken cancellationToken) => AnswerAsync(pricing, "coffee", cancellationToken));
        app.MapGet("/{sku}", (PricingClient pricing, string sku, CancellationToken cancellationToken) => AnswerAsync(pricing, sku, cancellationToken));
    }

    private static async Task<IResult> AnswerAsync(PricingClient pricing, string sku, CancellationToken cancellationToken)
    {
        try
        {
            return await pricing.FindAsync(sku, cancellationToken) is { } quote
                ? Results.Text(Describe(quote, Activity.Current?.TraceId.ToHexString()))
                : Results.Text($"There is no article '{sku}'.\n", statusCode: StatusCodes.Status404NotFound);
        }
        catch (HttpRequestException failure)
        {
            return Results.Text($"pricing does not answer: {failure.Message}\n", statusCode: StatusCodes.Status502BadGateway);
        }
    }

    private static string Describe(Quote quote, string? own) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        pricing-{quote.Version}
        {quote.Sku} costs {quote.Amount:0.00} {quote.Currency}
        {(own == quote.Trace ? $"trace whole: {own}" : $"trace broken: storefront {own}, pricing {quote.Trace}")}

        """);
}
