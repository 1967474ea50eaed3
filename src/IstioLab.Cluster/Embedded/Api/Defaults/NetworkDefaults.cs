using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Defaults;

/// <summary>Defaults of services, endpoints and policies.</summary>
internal static class NetworkDefaults
{
    public static void Service(JsonObject body)
    {
        if (body["spec"] is not JsonObject spec) return;
        spec.Default("sessionAffinity", "None");
        if (JsonValues.Text(spec["sessionAffinity"]) == "ClientIP")
            spec.EnsureObject("sessionAffinityConfig").EnsureObject("clientIP").Default("timeoutSeconds", 10800);
        spec.Default("type", "ClusterIP");
        var type = JsonValues.Text(spec["type"]);
        foreach (var port in JsonValues.Objects(spec["ports"]))
        {
            port.Default("protocol", "TCP");
            if (port["targetPort"] is null or JsonValue && JsonValues.Text(port["targetPort"]) is null && JsonValues.Number(port["targetPort"]) is null or 0)
                port["targetPort"] = port["port"]?.DeepClone();
        }
        if (type is "NodePort" or "LoadBalancer") spec.Default("externalTrafficPolicy", "Cluster");
        if (type == "LoadBalancer") spec.Default("allocateLoadBalancerNodePorts", true);
        if (type != "ExternalName") spec.Default("internalTrafficPolicy", "Cluster");
        body.EnsureObject("status").EnsureObject("loadBalancer");
    }

    public static void Endpoints(JsonObject body)
    {
        foreach (var port in JsonValues.Objects(body["subsets"]).SelectMany(subset => JsonValues.Objects(subset["ports"])))
            port.Default("protocol", "TCP");
    }

    public static void EndpointSlice(JsonObject body)
    {
        if (!body.ContainsKey("ports")) body["ports"] = null;
        if (!body.ContainsKey("endpoints")) body["endpoints"] = null;
        foreach (var port in JsonValues.Objects(body["ports"]))
        {
            if (port["name"] is null) port["name"] = "";
            port.Default("protocol", "TCP");
        }
    }

    public static void NetworkPolicy(JsonObject body)
    {
        if (body["spec"] is not JsonObject spec) return;
        spec.EnsureObject("podSelector");
        foreach (var rule in JsonValues.Objects(spec["ingress"]).Concat(JsonValues.Objects(spec["egress"])))
            foreach (var port in JsonValues.Objects(rule["ports"])) port.Default("protocol", "TCP");
        if (spec["policyTypes"] is null) spec["policyTypes"] = spec["egress"] is null ? new JsonArray("Ingress") : new JsonArray("Ingress", "Egress");
    }
}
