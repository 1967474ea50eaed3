using IstioLab.Cluster.Providers;

namespace IstioLab.Cluster.Current;

/// <summary>A context of the user's kubeconfig; reading it asks no server.</summary>
public sealed record CurrentContext
{
    private readonly KubeconfigFile _file;

    private CurrentContext(KubeconfigFile file, string name)
    {
        _file = file;
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

    /// <summary>The same kubeconfig with a client certificate in place of the program that gives it.</summary>
    internal string WithCertificate(string certificate, string key) => _file.Extract(Name, certificate, key);

    /// <summary>The address that a kubeconfig's current context leads to; null when there is none.</summary>
    public static string? ServerOf(string kubeconfig)
    {
        try
        {
            return File.Exists(kubeconfig) && KubeconfigFile.Of(kubeconfig) is { CurrentContext: { } name } file ? file.ServerOf(name) : null;
        }
        catch (MissingPrerequisiteException)
        {
            return null;
        }
    }

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
