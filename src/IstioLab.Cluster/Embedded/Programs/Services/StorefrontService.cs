using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Programs.Http;

namespace IstioLab.Cluster.Embedded.Programs.Services;

/// <summary>
/// The image of <c>SampleApps/Storefront</c>: <c>/SKU</c> asks the pricing service and names the version that answered. With
/// <c>PROPAGATION=off</c> it forgets to hand the trace headers on, as many applications do.
/// </summary>
internal sealed class StorefrontService(ProgramContext context)
{
    /// <summary>Port of the sample's image.</summary>
    public const int Port = 8080;

    private const string TierHeader = "x-user-tier";

    private readonly bool _propagates = context.Environment.GetValueOrDefault("PROPAGATION") != "off";
    private readonly Uri _pricing = new(context.Environment.GetValueOrDefault("PRICING_URL") is { Length: > 0 } set ? set : "http://pricing");

    /// <summary>The program.</summary>
    public static IProgram Create() => new HttpServiceProgram(Port, context => new StorefrontService(context).AnswerAsync);

    private async ValueTask<HttpServerResponse> AnswerAsync(HttpServerRequest request, CancellationToken cancellationToken)
    {
        if (request.Path is "/health" or "/alive")
            return Text(200, "Healthy");
        var sku = request.Path.Trim('/') is { Length: > 0 } asked ? asked : "coffee";
        try
        {
            var (status, body) = await GetPriceAsync(sku, request.Head, cancellationToken);
            return status == 200 ? Text(200, Describe(JsonNode.Parse(body)!, TraceHeaders.TraceOf(request.Head))) : Text(502, $"pricing answered {status}\n");
        }
        catch (Exception failure) when (failure is SocketException or IOException or MalformedHttpException or JsonException)
        {
            return Text(502, $"pricing does not answer: {failure.Message}\n");
        }
    }

    private static string Describe(JsonNode price, string own)
    {
        var other = (string?)price["trace"];
        var amount = ((decimal?)price["amount"])?.ToString("0.00", CultureInfo.InvariantCulture);
        return $"pricing-{price["version"]}\n{price["sku"]} costs {amount} {price["currency"]}\n"
            + (own == other ? $"trace whole: {own}\n" : $"trace broken: storefront {own}, pricing {other}\n");
    }

    private async ValueTask<(int Status, string Body)> GetPriceAsync(string sku, HttpHead incoming, CancellationToken cancellationToken)
    {
        var addresses = await NameLookup.ResolveAsync(context, _pricing.Host, cancellationToken);
        if (addresses is not [var first, ..])
            throw new SocketException((int)SocketError.HostNotFound);
        await using var connection = await HttpClientConnection.OpenAsync(
            context.Host.Spec.Network, new IPEndPoint(first, _pricing.Port), cancellationToken);
        await connection.SendAsync(Head(sku, incoming), ReadOnlyMemory<byte>.Empty, cancellationToken);
        var head = await connection.ReadHeadAsync(cancellationToken) ?? throw new MalformedHttpException("no answer");
        var status = int.Parse(head.StartLine.Split(' ')[1], CultureInfo.InvariantCulture);
        using var body = new MemoryStream();
        await foreach (var part in connection.ReadBodyAsync(head, status, "GET", cancellationToken))
            body.Write(part.Span);
        return (status, Encoding.UTF8.GetString(body.GetBuffer().AsSpan(0, (int)body.Length)));
    }

    private string Head(string sku, HttpHead incoming)
    {
        var text = new StringBuilder($"GET /price/{Uri.EscapeDataString(sku)} HTTP/1.1\r\nHost: {_pricing.Authority}\r\nAccept: application/json\r\n");
        var kept = incoming.Headers.Where(header => header.Is(TierHeader)).Concat(_propagates ? TraceHeaders.Of(incoming) : []);
        foreach (var header in kept)
            text.Append(header.Name).Append(": ").Append(header.Value).Append("\r\n");
        return text.Append("\r\n").ToString();
    }

    private static HttpServerResponse Text(int status, string text) => new()
    {
        Status = status,
        Headers = [new("Content-Type", "text/plain; charset=utf-8")],
        Body = Encoding.UTF8.GetBytes(text),
    };
}
