namespace IstioLab.Config.Routing;

/// <summary>Splits the target of a request line and normalises the path as Istio's default <c>BASE</c> does: RFC 3986 dot segments.</summary>
/// <param name="Path">The path, normalised, without query and fragment.</param>
/// <param name="Query">The query without its question mark.</param>
public readonly record struct RequestTarget(string Path, string Query)
{
    /// <summary>Splits a target such as <c>/a/../b?x=1</c>.</summary>
    public static RequestTarget Parse(string target)
    {
        var end = target.IndexOf('#', StringComparison.Ordinal);
        var text = end < 0 ? target : target[..end];
        var mark = text.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? text : text[..mark];
        return new RequestTarget(PathNormalizer.Normalize(path), mark < 0 ? "" : text[(mark + 1)..]);
    }
}
