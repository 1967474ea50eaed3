namespace IstioLab.Cluster.Embedded.Objects;

/// <summary>The resource names, <c>plural[.group]</c>, that controllers read and write.</summary>
internal static class Resources
{
    public const string Namespaces = "namespaces";
    public const string Nodes = "nodes";
    public const string Pods = "pods";
    public const string Services = "services";
    public const string Endpoints = "endpoints";
    public const string Events = "events";
    public const string ConfigMaps = "configmaps";
    public const string Secrets = "secrets";
    public const string ServiceAccounts = "serviceaccounts";
    public const string Deployments = "deployments.apps";
    public const string ReplicaSets = "replicasets.apps";
    public const string EndpointSlices = "endpointslices.discovery.k8s.io";
    public const string Leases = "leases.coordination.k8s.io";
    public const string ServiceEntries = "serviceentries.networking.istio.io";
    public const string VirtualServices = "virtualservices.networking.istio.io";
    public const string WorkloadEntries = "workloadentries.networking.istio.io";
}
