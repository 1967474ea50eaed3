namespace IstioLab.Cluster.Embedded.Api;

/// <summary>What happens to the dependents of a deleted object.</summary>
internal enum PropagationPolicy
{
    /// <summary>The owner goes at once, the garbage collector follows.</summary>
    Background,

    /// <summary>The owner waits (finalizer <c>foregroundDeletion</c>) until its dependents are gone.</summary>
    Foreground,

    /// <summary>The dependents stay (finalizer <c>orphan</c>).</summary>
    Orphan,
}
