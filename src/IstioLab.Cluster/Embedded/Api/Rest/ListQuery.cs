using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Which objects of a collection a request means.</summary>
internal sealed class ListQuery
{
    private static readonly Dictionary<string, string[]> s_fields = new(StringComparer.Ordinal)
    {
        ["pods"] =
        [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP",
            "status.nominatedNodeName",
        ],
        ["events"] =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
        ],
        ["secrets"] = ["type"],
        ["nodes"] = ["spec.unschedulable"],
        ["namespaces"] = ["status.phase"],
        ["services"] = ["spec.clusterIP", "spec.type"],
        ["replicasets.apps"] = ["status.replicas"],
        ["replicationcontrollers"] = ["status.replicas"],
        ["jobs.batch"] = ["status.successful"],
        ["certificatesigningrequests.certificates.k8s.io"] = ["spec.signerName"],
    };

    private readonly string? _namespace;
    private readonly string? _name;

    private ListQuery(string? ns, string? name, LabelSelector labels, FieldSelector fields)
    {
        _namespace = ns;
        _name = name;
        Labels = labels;
        Fields = fields;
    }

    /// <summary>The label selector.</summary>
    public LabelSelector Labels { get; }

    /// <summary>The field selector.</summary>
    public FieldSelector Fields { get; }

    /// <summary>Reads namespace, name and selectors of a request; 400 when a selector cannot be read.</summary>
    public static ListQuery Of(ApiRequest request)
    {
        if (!LabelSelector.TryParse(request.Query("labelSelector") ?? "", out var labels, out var error)) throw ApiErrors.BadRequest(error);
        if (!FieldSelector.TryParse(request.Query("fieldSelector") ?? "", out var fields, out error)) throw ApiErrors.BadRequest(error);
        var known = s_fields.GetValueOrDefault(request.Resource.Id) ?? [];
        foreach (var term in fields.Requirements)
        {
            if (term.Path is "metadata.name" or "metadata.namespace" || known.Contains(term.Path)) continue;
            throw ApiErrors.BadRequest($"field label not supported: {term.Path}");
        }
        var ns = request.Resource.Namespaced ? request.Namespace : null;
        return new ListQuery(ns, request.Name ?? fields.Name, labels, fields);
    }

    /// <summary>Whether an object is meant.</summary>
    public bool Matches(StoredObject item) =>
        (_namespace is null || item.Namespace == _namespace)
        && (_name is null || item.Name == _name)
        && Labels.Matches(item.Labels)
        && Fields.Matches(item);
}
