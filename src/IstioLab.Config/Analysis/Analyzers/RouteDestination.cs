using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>A destination of a VirtualService.</summary>
/// <param name="Node">The destination.</param>
/// <param name="Path">Where it stands, up to and without <c>host</c>.</param>
/// <param name="IsMirror">Whether copies go there.</param>
internal sealed record RouteDestination(YamlNode? Node, string Path, bool IsMirror)
{
    /// <summary>All destinations of all kinds of routes, then the mirrors.</summary>
    public static IEnumerable<RouteDestination> Of(YamlNode? spec)
    {
        foreach (var kind in new[] { "tcp", "tls", "http" })
        {
            var rules = spec.Items(kind);
            for (var rule = 0; rule < rules.Length; rule++)
            {
                var routes = rules[rule].Items("route");
                for (var route = 0; route < routes.Length; route++)
                {
                    yield return new RouteDestination(routes[route]["destination"], $"spec.{kind}[{rule}].route[{route}].destination", IsMirror: false);
                }
            }
        }

        var http = spec.Items("http");
        for (var rule = 0; rule < http.Length; rule++)
        {
            if (http[rule].Has("mirror"))
            {
                yield return new RouteDestination(http[rule]["mirror"], $"spec.http[{rule}].mirror", IsMirror: true);
            }

            var mirrors = http[rule].Items("mirrors");
            for (var mirror = 0; mirror < mirrors.Length; mirror++)
            {
                yield return new RouteDestination(mirrors[mirror]["destination"], $"spec.http[{rule}].mirrors[{mirror}].destination", IsMirror: true);
            }
        }
    }
}
