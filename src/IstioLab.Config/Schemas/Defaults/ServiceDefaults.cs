using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Defaults;

/// <summary>Services. Addresses and node ports are given out by the API server, not here.</summary>
internal static class ServiceDefaults
{
    public static void Service(JsonObject service)
    {
        if (service["status"] is JsonObject status)
        {
            status.Fill("loadBalancer", new JsonObject());
        }
    }

    public static void Spec(JsonObject spec)
    {
        var type = spec.Text("type");
        if (type is not "ExternalName")
        {
            spec.Fill("internalTrafficPolicy", "Cluster");
        }

        if (type is "NodePort" or "LoadBalancer")
        {
            spec.Fill("externalTrafficPolicy", "Cluster");
        }

        if (type == "LoadBalancer")
        {
            spec.Fill("allocateLoadBalancerNodePorts", true);
        }

        if (spec.Text("sessionAffinity") == "ClientIP")
        {
            spec.Fill("sessionAffinityConfig", new JsonObject { ["clientIP"] = new JsonObject { ["timeoutSeconds"] = 10800 } });
        }
    }

    /// <summary>A port leads to the same port of the pods unless it says otherwise.</summary>
    public static void Port(JsonObject port)
    {
        if ((port["targetPort"]?.ToJsonString() ?? "0") is "0" or "\"\"" && port["port"] is { } number)
        {
            port["targetPort"] = number.DeepClone();
        }
    }
}
