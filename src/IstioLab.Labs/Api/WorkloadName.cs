namespace IstioLab.Labs.Api;

/// <summary>A workload as a user names it: <c>[NAMESPACE/]NAME</c>.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Name">The name of a Deployment or of a pod.</param>
public sealed record WorkloadName(string Namespace, string Name)
{
    /// <summary>Reads a name.</summary>
    /// <param name="text">What the user wrote; a <c>deploy/</c> or <c>pod/</c> before the name is allowed, as kubectl allows it.</param>
    /// <param name="defaultNamespace">The namespace of names that have none.</param>
    public static WorkloadName Parse(string text, string defaultNamespace)
    {
        var slash = text.IndexOf('/');
        if (slash < 0)
        {
            return new WorkloadName(defaultNamespace, text);
        }

        var before = text[..slash];
        return before is "deploy" or "deployment" or "deployments" or "pod" or "pods"
            ? new WorkloadName(defaultNamespace, text[(slash + 1)..])
            : new WorkloadName(before, text[(slash + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
