namespace IstioLab.Cluster.Embedded.Programs.Http;

/// <summary>One header line, with the case that was sent.</summary>
internal readonly record struct HttpHeader(string Name, string Value)
{
    /// <summary>Whether it has this name, in any case.</summary>
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
