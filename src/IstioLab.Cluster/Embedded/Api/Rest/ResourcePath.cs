namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>The parts of a resource path: <c>/api/v1/namespaces/NS/pods/NAME/log</c>, <c>/apis/GROUP/VERSION/…</c>.</summary>
internal readonly record struct ResourcePath(string Group, string Version, string? Namespace, string Plural, string? Name, string? Subresource, string Tail)
{
    /// <summary>Reads the segments after the leading slash; false when the path names no resource.</summary>
    public static bool TryParse(string path, out ResourcePath result)
    {
        result = default;
        var segments = path.Trim('/').Split('/');
        var start = segments[0] switch { "api" => 1, "apis" => 2, _ => 0 };
        if (start == 0 || segments.Length < start + 2) return false;
        var group = segments[0] == "api" ? "" : segments[1];
        var version = segments[start];
        var rest = segments.AsSpan(start + 1);
        string? ns = null;
        // namespaces/NAME, its status and finalize are the namespace itself; anything else after NAME lives in it.
        if (rest[0] == "namespaces" && rest.Length > 2 && !(group.Length == 0 && rest.Length == 3 && rest[2] is "status" or "finalize"))
        {
            ns = rest[1];
            rest = rest[2..];
        }
        result = new ResourcePath(
            group,
            version,
            ns,
            rest[0],
            rest.Length > 1 ? rest[1] : null,
            rest.Length > 2 ? rest[2] : null,
            rest.Length > 3 ? string.Join('/', rest[3..].ToArray()) : "");
        return true;
    }
}
