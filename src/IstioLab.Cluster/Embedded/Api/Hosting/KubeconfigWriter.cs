using System.Text;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cluster.Embedded.Api.Hosting;

/// <summary>Writes a kubeconfig of one cluster (https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/).</summary>
internal static class KubeconfigWriter
{
    /// <summary>Writes it, readable by its owner alone.</summary>
    public static void Write(string path, string name, string server, ClusterCertificates certificates) => PrivateFiles.WriteText(path, $"""
        apiVersion: v1
        kind: Config
        current-context: istiolab-{name}
        clusters:
        - name: istiolab-{name}
          cluster:
            server: {server}
            certificate-authority-data: {Encode(certificates.AuthorityPem)}
        contexts:
        - name: istiolab-{name}
          context:
            cluster: istiolab-{name}
            user: istiolab-{name}-admin
        users:
        - name: istiolab-{name}-admin
          user:
            client-certificate-data: {Encode(certificates.AdminCertificate)}
            client-key-data: {Encode(certificates.AdminKey)}
        preferences: {"{}"}

        """);

    private static string Encode(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));
}
