using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Config.Discovery;

namespace IstioLab.Config.Injection;

/// <summary>
/// Changes one pod, unless it has its sidecar already: (1) takes out what the pod says of its proxy, (2) adds labels and annotations,
/// (3) rewrites probes, (4) adds the init container, the proxy with what the pod says of it, and the volumes. With the annotation
/// <c>inject.istio.io/templates: gateway</c> the proxy is a gateway, which captures nothing; with
/// <c>sidecar.istio.io/nativeSidecar: "true"</c> it is an init container that goes on running, and starts before the pod's own.
/// </summary>
internal sealed class PodInjection(InjectionOptions options, JsonObject pod, InjectionTarget owner)
{
    private const string StatusAnnotation = "sidecar.istio.io/status";
    private const string TemplatesAnnotation = "inject.istio.io/templates";
    private const string NativeAnnotation = "sidecar.istio.io/nativeSidecar";

    public void Apply()
    {
        var spec = Child(pod, "spec");
        var metadata = Child(pod, "metadata", first: true);
        var labels = Child(metadata, "labels");
        var annotations = Child(metadata, "annotations");
        var custom = FindByName(spec["containers"], "istio-proxy") ?? FindByName(spec["initContainers"], "istio-proxy");
        if (custom is not null && annotations.ContainsKey(StatusAnnotation))
        {
            return;
        }

        RemoveInjected(spec);
        var containers = List(spec, "containers");
        var names = containers.OfType<JsonObject>().Select(container => PodTemplates.Text(container, "name")).ToList();

        var isGateway = PodTemplates.Text(annotations, TemplatesAnnotation) == "gateway";
        AddLabels(labels, isGateway);
        var ports = PodPorts(containers);
        var probers = ProbeRewriter.Rewrite(containers);
        var proxy = SidecarTemplate.Proxy(options, owner, labels, annotations, names, ports, probers);
        var form = isGateway ? ProxyForm.Gateway : IsNative(annotations) ? ProxyForm.Native : ProxyForm.Sidecar;
        var mode = SidecarTemplate.InterceptionMode(annotations);
        var init = form == ProxyForm.Gateway || mode == "NONE" ? null : SidecarTemplate.Init(options, mode);
        AddAnnotations(annotations, names, form, init is not null);
        if (form == ProxyForm.Gateway)
        {
            SidecarTemplate.MakeGateway(proxy, options);
        }
        else if (form == ProxyForm.Native)
        {
            SidecarTemplate.MakeNative(proxy);
        }

        if (custom is not null)
        {
            Overlay(proxy, custom);
        }

        AddProxy(spec, proxy, init, form);
        var volumes = List(spec, "volumes");
        foreach (var volume in SidecarTemplate.Volumes(options))
        {
            volumes.Add(volume);
        }
    }

    /// <summary>The ordinary sidecar comes last, so that init containers run without it; a native one is there for them.</summary>
    private static void AddProxy(JsonObject spec, JsonObject proxy, JsonObject? init, ProxyForm form)
    {
        if (init is not null)
        {
            var present = List(spec, "initContainers");
            present.Insert(form == ProxyForm.Native ? 0 : present.Count, init);
        }

        if (form == ProxyForm.Native)
        {
            List(spec, "initContainers").Insert(init is null ? 0 : 1, proxy);
        }
        else
        {
            List(spec, "containers").Add(proxy);
        }
    }

    private bool IsNative(JsonObject annotations) =>
        options.Release != IstioRelease.Istio117
        && (PodTemplates.Text(annotations, NativeAnnotation) is { Length: > 0 } asked ? asked != "false" : options.NativeSidecars);

    private void AddLabels(JsonObject labels, bool isGateway)
    {
        var name = First(labels, "service.istio.io/canonical-name", "app.kubernetes.io/name", "app") ?? owner.Name;
        var revision = First(labels, "service.istio.io/canonical-revision", "app.kubernetes.io/version", "version") ?? "latest";
        if (!isGateway)
        {
            SetDefault(labels, "security.istio.io/tlsMode", "istio");
        }

        SetDefault(labels, "service.istio.io/canonical-name", (name.Length > 63 ? name[..63] : name).TrimEnd('-'));
        SetDefault(labels, "service.istio.io/canonical-revision", revision);
    }

    private void AddAnnotations(JsonObject annotations, List<string> containers, ProxyForm form, bool hasInit)
    {
        annotations["istio.io/rev"] = options.Revision;
        if (containers.Count > 0)
        {
            SetDefault(annotations, "kubectl.kubernetes.io/default-container", containers[0]);
            SetDefault(annotations, "kubectl.kubernetes.io/default-logs-container", containers[0]);
        }

        if (PodTemplates.Text(annotations, "prometheus.io/scrape") != "false")
        {
            annotations["prometheus.io/path"] = "/stats/prometheus";
            annotations["prometheus.io/port"] = "15020";
            annotations["prometheus.io/scrape"] = "true";
        }

        annotations[StatusAnnotation] = SidecarTemplate.Status(options, form, hasInit).ToJsonString();
    }

    private void RemoveInjected(JsonObject spec)
    {
        RemoveByName(spec, "containers", ["istio-proxy"]);
        RemoveByName(spec, "initContainers", ["istio-init", "istio-validation", "istio-proxy"]);
        RemoveByName(spec, "volumes", [.. SidecarTemplate.VolumeNames(options)]);
    }

    private static void RemoveByName(JsonObject spec, string list, string[] names)
    {
        if (spec[list] is not JsonArray items)
        {
            return;
        }

        for (var index = items.Count - 1; index >= 0; index--)
        {
            if (items[index] is JsonObject item && names.Contains(PodTemplates.Text(item, "name")))
            {
                items.RemoveAt(index);
            }
        }
    }

    private static JsonObject? FindByName(JsonNode? list, string name) =>
        (list as JsonArray)?.OfType<JsonObject>().FirstOrDefault(item => PodTemplates.Text(item, "name") == name)?.DeepClone() as JsonObject;

    /// <summary>What a pod says itself about its proxy wins; <c>image: auto</c> says nothing.</summary>
    private static void Overlay(JsonObject target, JsonObject custom)
    {
        foreach (var (key, value) in custom)
        {
            if (key == "image" && value?.GetValueKind() == JsonValueKind.String && (string)value! == "auto")
            {
                continue;
            }

            if (value is JsonObject inner && target[key] is JsonObject existing)
            {
                Overlay(existing, inner);
            }
            else if (value is JsonArray more && target[key] is JsonArray list && key is "env" or "volumeMounts" or "ports")
            {
                foreach (var item in (JsonArray)value!)
                {
                    list.Add(item?.DeepClone());
                }
            }
            else
            {
                target[key] = value?.DeepClone();
            }
        }
    }

    private static JsonArray PodPorts(JsonArray containers) =>
        [.. containers.OfType<JsonObject>().SelectMany(container => container["ports"] as JsonArray ?? []).Select(port => port?.DeepClone())];

    private static string? First(JsonObject labels, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (PodTemplates.Text(labels, key) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }

    private static void SetDefault(JsonObject map, string key, string value)
    {
        if (!map.ContainsKey(key))
        {
            map[key] = value;
        }
    }

    private static JsonObject Child(JsonObject parent, string key, bool first = false)
    {
        if (parent[key] is JsonObject existing)
        {
            return existing;
        }

        var created = new JsonObject();
        if (first)
        {
            parent.Remove(key);
            parent.Insert(0, key, created);
        }
        else
        {
            parent[key] = created;
        }

        return created;
    }

    private static JsonArray List(JsonObject parent, string key)
    {
        if (parent[key] is JsonArray existing)
        {
            return existing;
        }

        var created = new JsonArray();
        parent[key] = created;
        return created;
    }
}
