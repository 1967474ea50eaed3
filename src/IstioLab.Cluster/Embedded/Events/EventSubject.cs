using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Events;

/// <summary>The object that an event is about, and the part of it.</summary>
internal sealed record EventSubject(
    string ApiVersion, string Kind, string Namespace, string Name, string Uid, string ResourceVersion, string FieldPath = "")
{
    public static EventSubject Of(StoredObject item, string apiVersion, string kind) =>
        new(apiVersion, kind, item.Key.Namespace, item.Key.Name, item.Uid, item.ResourceVersion.ToString(CultureInfo.InvariantCulture));

    public static EventSubject OfPod(JsonObject pod) => new(
        "v1", "Pod", pod.Text("metadata", "namespace"), pod.Text("metadata", "name"), pod.Text("metadata", "uid"),
        pod.Text("metadata", "resourceVersion"));

    public EventSubject Container(string name) => this with { FieldPath = $"spec.containers{{{name}}}" };

    public EventSubject InitContainer(string name) => this with { FieldPath = $"spec.initContainers{{{name}}}" };

    public JsonObject ToReference()
    {
        var reference = new JsonObject { ["kind"] = Kind };
        if (Namespace.Length > 0) reference["namespace"] = Namespace;
        reference["name"] = Name;
        reference["uid"] = Uid;
        reference["apiVersion"] = ApiVersion;
        reference["resourceVersion"] = ResourceVersion;
        if (FieldPath.Length > 0) reference["fieldPath"] = FieldPath;
        return reference;
    }
}
