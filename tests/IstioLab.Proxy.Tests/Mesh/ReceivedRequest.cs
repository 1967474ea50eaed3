using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IstioLab.Proxy.Tests.Mesh;

/// <summary>What an application of the test mesh received.</summary>
internal sealed record ReceivedRequest(string Method, string Target, string Host, IReadOnlyDictionary<string, string> Headers, string Body, string Protocol)
{
    public static async Task<ReceivedRequest> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var body = "";
        if (request.ContentLength is > 0 and < 100_000)
        {
            var copy = new MemoryStream();
            await request.Body.CopyToAsync(copy, context.RequestAborted);
            body = System.Text.Encoding.UTF8.GetString(copy.ToArray());
            copy.Position = 0;
            request.Body = copy;
        }
        return new ReceivedRequest(
            request.Method,
            context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            request.Host.Value ?? "",
            request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            body,
            request.Protocol);
    }
}
