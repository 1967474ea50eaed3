using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Tools;
using k8s.KubeConfigModels;

namespace IstioLab.Cluster.Connections;

/// <summary>
/// A program of the user's kubeconfig that gives credentials, as managed clusters have it:
/// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins.
/// </summary>
internal sealed record CredentialPlugin
{
    private const string Question = "KUBERNETES_EXEC_INFO";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    /// <summary>The program.</summary>
    public required string Command { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables that it gets besides this process's own.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>What the kubeconfig says about getting it; empty when it says nothing.</summary>
    public string InstallHint { get; init; } = "";

    public static CredentialPlugin Of(ExternalExecution execution, ClusterEndpoint? cluster)
    {
        Dictionary<string, string?> variables = new(StringComparer.Ordinal);
        foreach (var variable in execution.EnvironmentVariables ?? [])
        {
            if (variable.TryGetValue("name", out var name) && variable.TryGetValue("value", out var value))
            {
                variables[name] = value;
            }
        }

        variables[Question] = QuestionOf(execution, cluster).ToJsonString();
        return new CredentialPlugin
        {
            Command = execution.Command,
            Arguments = [.. execution.Arguments ?? []],
            Variables = variables,
            InstallHint = execution.InstallHint?.Trim() ?? "",
        };
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="MissingPrerequisiteException">It is not there, fails, or answers with no credential.</exception>
    public async Task<PluginCredential> RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var tool = Path.IsPathFullyQualified(Command) ? new Tool(Command, Command) : Tool.Find(Command) ?? throw new MissingPrerequisiteException(
            $"Credential plugin '{Command}' of the kubeconfig is not on the PATH.{(InstallHint.Length == 0 ? $" Install it; 'kubectl version' asks for it too." : $" The kubeconfig says:\n{InstallHint}")}");
        var command = new ToolCommand(tool, Arguments) { Environment = Variables, Timeout = s_limit };
        try
        {
            return Read((await new ToolRunner(time).RunAsync(command, cancellationToken: cancellationToken)).Output);
        }
        catch (Exception failed) when (failed is ToolFailedException or ToolTimeoutException)
        {
            throw new MissingPrerequisiteException($"Credential plugin '{Command}' of the kubeconfig gave no credential. {failed.Message}", failed);
        }
    }

    internal PluginCredential Read(string output)
    {
        JsonNode? status;
        try
        {
            status = JsonNode.Parse(output)?["status"];
        }
        catch (JsonException)
        {
            status = null;
        }

        var token = (string?)status?["token"];
        var certificate = (string?)status?["clientCertificateData"];
        var key = (string?)status?["clientKeyData"];
        var until = DateTimeOffset.TryParse((string?)status?["expirationTimestamp"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end : (DateTimeOffset?)null;
        return token is not null || (certificate is not null && key is not null)
            ? new PluginCredential(token, certificate, key, until)
            : throw new MissingPrerequisiteException(
                $"Credential plugin '{Command}' of the kubeconfig answered without a token and without a certificate. See what it writes: '{Command} {string.Join(' ', Arguments)}'.");
    }

    private static JsonObject QuestionOf(ExternalExecution execution, ClusterEndpoint? cluster)
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (execution.ProvideClusterInfo && cluster is not null)
        {
            var info = new JsonObject { ["server"] = cluster.Server };
            Add(info, "tls-server-name", cluster.TlsServerName);
            Add(info, "certificate-authority-data", cluster.CertificateAuthorityData);
            info["insecure-skip-tls-verify"] = cluster.SkipTlsVerify ? true : null;
            spec["cluster"] = info;
        }

        return new JsonObject { ["apiVersion"] = execution.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec };
    }

    private static void Add(JsonObject info, string name, string? value)
    {
        if (value is { Length: > 0 })
        {
            info[name] = value;
        }
    }
}
