using System.Globalization;
using System.Text;

namespace IstioLab.Cluster.K3d;

/// <summary>
/// Writes the <c>k3d.io/v1alpha5</c> configuration of a plan. k3d expands <c>$NAME</c> in the file before it reads it and knows no
/// escape, so a dollar sign is written as YAML's <c>\x24</c>, which appears only after the expansion.
/// </summary>
internal static class K3dConfigWriter
{
    private const string TrustedAuthorityPath = "/etc/ssl/certs/istiolab-ca.crt";

    public static string Write(K3dClusterPlan plan)
    {
        var yaml = new StringBuilder();
        Line(yaml, 0, "apiVersion: k3d.io/v1alpha5");
        Line(yaml, 0, "kind: Simple");
        Line(yaml, 0, "metadata:");
        Line(yaml, 1, $"name: {plan.Name}");
        Line(yaml, 0, "servers: 1");
        Line(yaml, 0, "agents: 0");
        Line(yaml, 0, $"image: {Quote(plan.Image)}");
        Line(yaml, 0, "kubeAPI:");
        Line(yaml, 1, "hostIP: \"127.0.0.1\"");
        Line(yaml, 1, $"hostPort: \"{Number(plan.ApiPort)}\"");
        Line(yaml, 0, "ports:");
        WritePort(yaml, plan.HttpPort, 80);
        WritePort(yaml, plan.HttpsPort, 443);
        WriteTrust(yaml, plan);
        WriteVariables(yaml, plan);
        WriteMirrors(yaml, plan);
        WriteOptions(yaml, plan);
        return yaml.ToString();
    }

    private static void WritePort(StringBuilder yaml, int hostPort, int nodePort)
    {
        Line(yaml, 1, $"- port: \"127.0.0.1:{Number(hostPort)}:{Number(nodePort)}\"");
        Line(yaml, 2, "nodeFilters: [\"loadbalancer\"]");
    }

    private static void WriteTrust(StringBuilder yaml, K3dClusterPlan plan)
    {
        if (plan.CertificateAuthorityFile is { } file)
        {
            Line(yaml, 0, "volumes:");
            Line(yaml, 1, $"- volume: {Quote($"{file}:{TrustedAuthorityPath}")}");
            Line(yaml, 2, "nodeFilters: [\"server:*\"]");
        }
    }

    private static void WriteVariables(StringBuilder yaml, K3dClusterPlan plan)
    {
        if (plan.ProxyVariables.Count == 0)
        {
            return;
        }

        Line(yaml, 0, "env:");
        foreach (var (name, value) in plan.ProxyVariables.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Line(yaml, 1, $"- envVar: {Quote($"{name}={value}")}");
            Line(yaml, 2, "nodeFilters: [\"server:*\"]");
        }
    }

    private static void WriteMirrors(StringBuilder yaml, K3dClusterPlan plan)
    {
        if (plan.Mirrors.Count == 0)
        {
            return;
        }

        Line(yaml, 0, "registries:");
        Line(yaml, 1, "config: |");
        Line(yaml, 2, "mirrors:");
        foreach (var (host, endpoints) in plan.Mirrors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Line(yaml, 3, $"{Quote(host)}:");
            Line(yaml, 4, "endpoint:");
            foreach (var endpoint in endpoints)
            {
                Line(yaml, 5, $"- {Quote(endpoint)}");
            }
        }
    }

    private static void WriteOptions(StringBuilder yaml, K3dClusterPlan plan)
    {
        Line(yaml, 0, "options:");
        Line(yaml, 1, "k3d:");
        Line(yaml, 2, "wait: true");
        Line(yaml, 2, $"timeout: {Number((int)plan.Timeout.TotalSeconds)}s");

        // The node's log must outlive a failure, so that it can be shown; then the cluster is deleted from here.
        Line(yaml, 2, "disableRollback: true");
        Line(yaml, 1, "k3s:");
        Line(yaml, 2, "extraArgs:");
        foreach (var component in (string[])["traefik", "metrics-server"])
        {
            Line(yaml, 3, $"- arg: --disable={component}");
            Line(yaml, 4, "nodeFilters: [\"server:*\"]");
        }

        Line(yaml, 1, "kubeconfig:");
        Line(yaml, 2, "updateDefaultKubeconfig: false");
        Line(yaml, 2, "switchCurrentContext: false");
        Line(yaml, 1, "runtime:");
        Line(yaml, 2, "labels:");
        Line(yaml, 3, $"- label: {Quote($"{K3dLabels.CreatedBy}={plan.RunId}")}");
        Line(yaml, 4, "nodeFilters: [\"server:*\", \"loadbalancer\"]");
    }

    private static void Line(StringBuilder yaml, int depth, string text) => yaml.Append(' ', depth * 2).Append(text).Append('\n');

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\x24", StringComparison.Ordinal)}\"";
}
