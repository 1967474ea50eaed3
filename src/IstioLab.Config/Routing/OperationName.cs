namespace IstioLab.Config.Routing;

/// <summary>The name of a route's spans, put together by the first request: most routes of a large mesh never see one.</summary>
/// <param name="Target">What is asked: a host and port, or a VirtualService and a port.</param>
/// <param name="Path">The path that the route takes.</param>
internal sealed record OperationName(string Target, string Path)
{
    private string? text;

    public bool Equals(OperationName? other) => other is not null && Target == other.Target && Path == other.Path;

    public override int GetHashCode() => HashCode.Combine(Target, Path);

    public override string ToString() => text ??= Target + Path;
}
