using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Gateways whose secret is missing or holds no certificate (IST0101, IST0161).</summary>
internal sealed class GatewaySecretAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        foreach (var gateway in context.Networking("Gateway"))
        {
            var selector = gateway.Root["spec"].Child("selector").ToTextMap();
            if (context.Workloads.FirstOrDefault(pod => selector.Selects(pod.Labels)) is not { } pod)
            {
                continue;
            }

            var servers = gateway.Root["spec"].Items("servers");
            for (var index = 0; index < servers.Length; index++)
            {
                if (servers[index]["tls"].Text("credentialName") is { Length: > 0 } name)
                {
                    Check(context, gateway, $"spec.servers[{index}].tls.credentialName", pod.Id.Namespace, name);
                }
            }
        }
    }

    private static void Check(AnalysisContext context, ConfigObject gateway, string path, string space, string name)
    {
        if (context.Find("", "Secret", space, name) is not { } secret)
        {
            context.Report(MessageKinds.ReferencedResourceNotFound, gateway, path, "credentialName", name);
        }
        else if (!IsCertificate(secret, context.Options.Time.GetUtcNow()))
        {
            context.Report(MessageKinds.InvalidGatewayCredential, gateway, path, name, space);
        }
    }

    /// <summary>Certificate and key below the names of either kind of secret; the certificate can be read and is within its dates.</summary>
    private static bool IsCertificate(ConfigObject secret, DateTimeOffset now)
    {
        var certificate = Value(secret, "tls.crt") ?? Value(secret, "cert");
        var key = Value(secret, "tls.key") ?? Value(secret, "key");
        if (certificate is not { Length: > 0 } || key is not { Length: > 0 })
        {
            return false;
        }

        try
        {
            using var read = X509Certificate2.CreateFromPem(certificate);
            return read.NotBefore.ToUniversalTime() <= now && now <= read.NotAfter.ToUniversalTime();
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string? Value(ConfigObject secret, string key)
    {
        if (secret.Root["stringData"].OptionalText(key) is { } plain)
        {
            return plain;
        }

        var text = secret.Root["data"].OptionalText(key);
        var bytes = new byte[text?.Length ?? 0];
        return text is null ? null : Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }
}
