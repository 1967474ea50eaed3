namespace IstioLab.Config.Kubernetes;

/// <summary>The identity of an object; versions of one group share it.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">The namespace; empty for what has none.</param>
/// <param name="Name">The name.</param>
public sealed record ObjectId(string Group, string Kind, string Namespace, string Name)
{
    /// <summary>Writes <c>Kind namespace/name</c>.</summary>
    public override string ToString() => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
