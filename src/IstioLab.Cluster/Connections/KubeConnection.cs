using IstioLab.Cluster.Current;
using k8s;
using k8s.Authentication;
using k8s.KubeConfigModels;

namespace IstioLab.Cluster.Connections;

/// <summary>Reads a kubeconfig as kubectl does, also where the client library is stricter.</summary>
public static class KubeConnection
{
    /// <summary>Reads how a cluster is reached. No call is made, and no credential plugin runs yet.</summary>
    /// <param name="kubeconfig">The file.</param>
    /// <param name="context">The context; null for the file's current one.</param>
    /// <exception cref="k8s.Exceptions.KubeConfigException">The file or the context cannot be used.</exception>
    public static KubernetesClientConfiguration Read(string kubeconfig, string? context = null)
    {
        var file = KubernetesClientConfiguration.LoadKubeConfig(kubeconfig);
        var name = string.IsNullOrEmpty(context) ? file.CurrentContext : context;
        var chosen = file.Contexts?.FirstOrDefault(entry => entry.Name == name)?.ContextDetails;
        var user = file.Users?.FirstOrDefault(entry => entry.Name == chosen?.User)?.UserCredentials;
        if (chosen is null || user is { ExternalExecution: null } and not { AuthProvider: null, Token: null, UserName: null, ClientCertificate: null, ClientCertificateData: null })
        {
            return KubernetesClientConfiguration.BuildConfigFromConfigObject(file, name);
        }

        // The library refuses a user without credentials, reads no token from a file, and takes every word of a plugin on standard error for a failure.
        chosen.User = null;
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(file, name);
        if (user?.ExternalExecution is { } execution)
        {
            configuration.TokenProvider = new PluginTokens(CredentialPlugin.Of(execution, Endpoint(file, chosen)), TimeProvider.System);
        }

        else if (KubeconfigFile.Of(kubeconfig).TokenFileOf(name!) is { } tokenFile)
        {
            configuration.TokenProvider = new TokenFileAuth(tokenFile);
        }

        return configuration;
    }

    /// <summary>The plugin that a context's user gets its credentials from; null when there is none.</summary>
    internal static CredentialPlugin? FindPlugin(string kubeconfig, string? context)
    {
        var file = KubernetesClientConfiguration.LoadKubeConfig(kubeconfig);
        var name = string.IsNullOrEmpty(context) ? file.CurrentContext : context;
        var chosen = file.Contexts?.FirstOrDefault(entry => entry.Name == name)?.ContextDetails;
        var execution = file.Users?.FirstOrDefault(entry => entry.Name == chosen?.User)?.UserCredentials?.ExternalExecution;
        return execution is null ? null : CredentialPlugin.Of(execution, Endpoint(file, chosen!));
    }

    private static ClusterEndpoint? Endpoint(K8SConfiguration file, ContextDetails context) =>
        file.Clusters?.FirstOrDefault(entry => entry.Name == context.Cluster)?.ClusterEndpoint;
}
