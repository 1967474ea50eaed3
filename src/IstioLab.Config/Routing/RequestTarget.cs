namespace IstioLab.Config.Routing;

/// <summary>The target of a request line, its path normalised.</summary>
/// <param name="Path">The path, normalised, without query and fragment.</param>
/// <param name="Query">The query without its question mark.</param>
public readonly record struct RequestTarget(string Path, string Query)
{
    /// <summary>Splits a target such as <c>/a/../b?x=1</c>.</summary>
    /// <param name="target">The target as it was sent.</param>
    /// <param name="mode">How the path is normalised.</param>
    public static RequestTarget Parse(string target, PathNormalization mode = PathNormalization.Base)
    {
        var end = target.IndexOf('#', StringComparison.Ordinal);
        var text = end < 0 ? target : target[..end];
        var mark = text.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? text : text[..mark];
        return new RequestTarget(PathNormalizer.Normalize(path, mode), mark < 0 ? "" : text[(mark + 1)..]);
    }
}
