namespace IstioLab.Dummy.Clusters;

/// <summary>What the tools say when something is wrong, by a short name.</summary>
internal static class DummyFailures
{
    public static string Text(string name) => name switch
    {
        "docker" => "FATA[0000] Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
        "port" => "FATA[0003] Failed to start container: driver failed programming external connectivity: "
            + "Bind for 127.0.0.1:6550 failed: port is already allocated",
        "timeout" => "ERRO[0180] Failed Cluster Start: Failed to start server k3d-istiolab-default-server-0: context deadline exceeded",
        "cgroup" => "FATA[0005] failed to find memory cgroup (v2)",
        "cgroup-mount" => "docker: Error response from daemon: cgroups: cannot find cgroup mount destination: unknown.",
        "conntrack" => "F0101 open /proc/sys/net/netfilter/nf_conntrack_max: permission denied",
        "limit" => "toomanyrequests: You have reached your pull rate limit.",
        "x509" => "tls: failed to verify certificate: x509: certificate signed by unknown authority",
        "image" => "Error: failed to install manifests: errors occurred during operation: creating default tag would conflict",
        "not-ready" => "Error: failed to install manifests: resources not ready after 5m0s: context deadline exceeded\n"
            + "  Deployment/istio-system/istiod (container failed to start: ImagePullBackOff: Back-off pulling image \"registry.istio.io/release/pilot:1.30.4\")",
        "webhook" => "Internal error occurred: failed calling webhook \"namespace.sidecar-injector.istio.io\": context deadline exceeded",
        _ => name,
    };
}
