using IstioLab.Labs.Definitions;

namespace IstioLab.Labs.Comparing;

/// <summary>
/// The single requests that are compared after a step besides the lab's own: what a route leaves out is where two implementations differ
/// first.
/// </summary>
internal static class ProbeRequests
{
    public static IEnumerable<ProbeRequest> Of(LabTraffic traffic)
    {
        var headers = traffic.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value)).ToList();
        var url = traffic.Url;
        yield return new ProbeRequest($"GET {Path(url)}", "GET", url, headers);
        yield return new ProbeRequest($"GET {Path(url)} without headers", "GET", url, []);
        yield return new ProbeRequest($"POST {Path(url)}", "POST", url, headers);
        yield return new ProbeRequest("GET /no-such-path", "GET", new Uri(url, "/no-such-path"), headers);
        yield return new ProbeRequest("GET /%2e%2e/a//b?x=1", "GET", new Uri(url, "/%2e%2e/a//b?x=1"), headers);
        yield return new ProbeRequest("Host unknown.example", "GET", url, [.. headers.Where(header => !IsHost(header.Key)), KeyValuePair.Create("Host", "unknown.example")]);
        yield return new ProbeRequest("GET http://no-such-service.invalid", "GET", new Uri("http://no-such-service.invalid/"), []);
    }

    private static string Path(Uri url) => url.PathAndQuery;

    private static bool IsHost(string name) => name.Equals("host", StringComparison.OrdinalIgnoreCase);
}
