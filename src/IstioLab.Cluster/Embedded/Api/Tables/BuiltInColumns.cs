using System.Collections.Immutable;

namespace IstioLab.Cluster.Embedded.Api.Tables;

/// <summary>The Table columns of the built-in resources, as data: <c>name</c>, <c>:type</c> unless string, <c>*</c> for wide.</summary>
internal static class BuiltInColumns
{
    private const string Text = """
        configmaps: Name, Data, Age
        endpoints: Name, Endpoints, Age
        events: Last Seen, Type, Reason, Object, Subobject*, Source*, Message, First Seen*, Count*, Name*
        limitranges: Name, Created At:date
        namespaces: Name, Status, Age
        nodes: Name, Status, Roles, Age, Version, Internal-IP*, External-IP*, OS-Image*, Kernel-Version*, Container-Runtime*
        persistentvolumeclaims: Name, Status, Volume, Capacity, Access Modes, StorageClass, VolumeAttributesClass, Age, VolumeMode*
        persistentvolumes: Name, Capacity, Access Modes, Reclaim Policy, Status, Claim, StorageClass, VolumeAttributesClass, Reason, Age, VolumeMode*
        pods: Name, Ready, Status, Restarts, Age, IP*, Node*, Nominated Node*, Readiness Gates*
        podtemplates: Name, Containers, Images, Pod Labels
        replicationcontrollers: Name, Desired:integer, Current:integer, Ready:integer, Age, Containers*, Images*, Selector*
        resourcequotas: Name, Request, Limit, Age
        secrets: Name, Type, Data, Age
        serviceaccounts: Name, Age
        services: Name, Type, Cluster-IP, External-IP, Port(s), Age, Selector*
        controllerrevisions.apps: Name, Controller, Revision, Age
        daemonsets.apps: Name, Desired:integer, Current:integer, Ready:integer, Up-to-date:integer, Available:integer, Node Selector, Age, Containers*, Images*, Selector*
        deployments.apps: Name, Ready, Up-to-date, Available, Age, Containers*, Images*, Selector*
        replicasets.apps: Name, Desired:integer, Current:integer, Ready:integer, Age, Containers*, Images*, Selector*
        statefulsets.apps: Name, Ready, Age, Containers*, Images*
        horizontalpodautoscalers.autoscaling: Name, Reference, Targets, MinPods, MaxPods, Replicas, Age
        cronjobs.batch: Name, Schedule, Timezone, Suspend:boolean, Active:integer, Last Schedule, Age, Containers*, Images*, Selector*
        jobs.batch: Name, Status, Completions, Duration, Age, Containers*, Images*, Selector*
        certificatesigningrequests.certificates.k8s.io: Name, Age, SignerName, Requestor, RequestedDuration, Condition
        ingressclasses.networking.k8s.io: Name, Controller, Parameters, Age
        ingresses.networking.k8s.io: Name, Class, Hosts, Address, Ports, Age
        networkpolicies.networking.k8s.io: Name, Pod-Selector, Age
        poddisruptionbudgets.policy: Name, Min Available, Max Unavailable, Allowed Disruptions:integer, Age
        clusterrolebindings.rbac.authorization.k8s.io: Name, Role, Age, Users*, Groups*, ServiceAccounts*
        clusterroles.rbac.authorization.k8s.io: Name, Created At:date
        rolebindings.rbac.authorization.k8s.io: Name, Role, Age, Users*, Groups*, ServiceAccounts*
        roles.rbac.authorization.k8s.io: Name, Created At:date
        storageclasses.storage.k8s.io: Name, Provisioner, ReclaimPolicy, VolumeBindingMode, AllowVolumeExpansion, Age
        mutatingwebhookconfigurations.admissionregistration.k8s.io: Name, Webhooks:integer, Age
        validatingadmissionpolicies.admissionregistration.k8s.io: Name, Validations:integer, ParamKind, Age
        validatingadmissionpolicybindings.admissionregistration.k8s.io: Name, PolicyName, ParamRef, Age
        validatingwebhookconfigurations.admissionregistration.k8s.io: Name, Webhooks:integer, Age
        customresourcedefinitions.apiextensions.k8s.io: Name, Created At:date
        priorityclasses.scheduling.k8s.io: Name, Value:integer, Global-Default:boolean, Age, PreemptionPolicy
        leases.coordination.k8s.io: Name, Holder, Age
        runtimeclasses.node.k8s.io: Name, Handler, Age
        endpointslices.discovery.k8s.io: Name, AddressType, Ports, Endpoints, Age
        """;

    private static readonly Dictionary<string, ImmutableArray<TableColumn>> s_columns = Text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(": ", 2))
        .ToDictionary(parts => parts[0], parts => parts[1].Split(", ").Select(Read).ToImmutableArray(), StringComparer.Ordinal);

    private static readonly ImmutableArray<TableColumn> s_default = [Read("Name"), Read("Age")];

    /// <summary>The columns of a resource; Name and Age where nothing else is known.</summary>
    public static ImmutableArray<TableColumn> Of(string group, string plural) =>
        s_columns.TryGetValue(group.Length == 0 ? plural : $"{plural}.{group}", out var columns) ? columns : s_default;

    private static TableColumn Read(string text)
    {
        var wide = text.EndsWith('*');
        var parts = text.TrimEnd('*').Split(':');
        return new TableColumn(parts[0], parts.Length > 1 ? parts[1] : "string", parts[0] == "Name" ? "name" : "", wide ? 1 : 0);
    }
}
