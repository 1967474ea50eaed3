using IstioLab.Cluster.Providers;

namespace IstioLab.Cluster.Current;

/// <summary>A context of the user's kubeconfig; reading it asks no server.</summary>
public sealed record CurrentContext
{
    private CurrentContext(KubeconfigFile file, string name)
    {
        Name = name;
        Server = file.ServerOf(name) ?? "";
        Kubeconfig = file.Extract(name);
    }

    /// <summary>The context's name.</summary>
    public string Name { get; }

    /// <summary>The API server's address.</summary>
    public string Server { get; }

    /// <summary>A kubeconfig with this context alone.</summary>
    public string Kubeconfig { get; }

    /// <summary>Reads the user's kubeconfig: what KUBECONFIG names, else <c>~/.kube/config</c>.</summary>
    /// <param name="name">The context; null for the current one.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="MissingPrerequisiteException">There is no kubeconfig, or no such context.</exception>
    public static CurrentContext Read(string? name, Func<string, string?> variable)
    {
        var file = KubeconfigFile.OfUser(variable);
        var chosen = name ?? file.CurrentContext ?? throw new MissingPrerequisiteException(
            $"Kubeconfig '{file.Place}' has no current context. Name one: './lab up --cluster current --context CONTEXT'; it has "
            + $"{(file.Contexts.Count == 0 ? "none" : string.Join(", ", file.Contexts.Select(known => $"'{known}'")))}.");
        return new CurrentContext(file, chosen);
    }
}
