using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api.Defaults;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Admission;

/// <summary>
/// Gives services their cluster IPs from 10.96.0.0/16 and their node ports from 30000-32767. The order of addresses depends on the seed
/// alone; none is given twice in a run, also not after its service is gone.
/// </summary>
internal sealed class ServiceAddresses(long seed, INodePorts ports) : IAdmission
{
    private const int Size = 1 << 16;
    private const int Reserved = 256;

    private readonly ConcurrentDictionary<string, bool> _used = new(StringComparer.Ordinal);
    private long _next;

    /// <inheritdoc/>
    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Resource.Id == "services" && request.Operation != AdmissionOperation.Delete && request.Subresource is null
            && request.Object["spec"] is JsonObject spec)
        {
            Keep(spec, request.Previous);
            Allocate(request, spec);
        }
        return ValueTask.CompletedTask;
    }

    // A replace without the address means the same address.
    private static void Keep(JsonObject spec, StoredObject? previous)
    {
        if (previous?.ToNode()["spec"] is not JsonObject before || JsonValues.Text(spec["type"]) == "ExternalName") return;
        foreach (var field in new[] { "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy" })
            if (spec[field] is null && before[field] is { } value) spec[field] = value.DeepClone();
        foreach (var port in JsonValues.Objects(spec["ports"]))
        {
            var old = JsonValues.Objects(before["ports"]).FirstOrDefault(each => JsonNode.DeepEquals(each["port"], port["port"]));
            if (port["nodePort"] is null && old?["nodePort"] is { } nodePort) port["nodePort"] = nodePort.DeepClone();
        }
    }

    private void Allocate(AdmissionRequest request, JsonObject spec)
    {
        var type = JsonValues.Text(spec["type"]);
        if (type == "ExternalName") return;
        var wanted = JsonValues.Text(spec["clusterIP"]);
        if (string.IsNullOrEmpty(wanted)) spec["clusterIP"] = wanted = request.DryRun ? "10.96.0.0" : NextAddress();
        else if (request.Previous is null && wanted != "None" && !request.DryRun) Reserve(request, wanted);
        spec["clusterIPs"] = new JsonArray(wanted);
        if (spec["ipFamilies"] is null) spec["ipFamilies"] = new JsonArray("IPv4");
        spec.Default("ipFamilyPolicy", "SingleStack");
        if (type is not ("NodePort" or "LoadBalancer") || request.DryRun) return;
        foreach (var port in JsonValues.Objects(spec["ports"]))
        {
            var given = JsonValues.Number(port["nodePort"]) is > 0 and var number ? (int?)number : null;
            port["nodePort"] = ports.Take(request.Namespace, request.Name, (int)(JsonValues.Number(port["port"]) ?? 0), given)
                ?? throw ApiErrors.Internal("no node port is left in 30000-32767");
        }
    }

    private void Reserve(AdmissionRequest request, string address)
    {
        if (!address.StartsWith("10.96.", StringComparison.Ordinal))
        {
            throw ApiErrors.Invalid(request.Resource, request.Name,
            [
                new StatusCause("FieldValueInvalid", $"Invalid value: [\"{address}\"]: failed to allocate IP {address}: the provided IP ({address}) is not in the valid range. The range of valid IPs is 10.96.0.0/16", "spec.clusterIPs"),
            ]);
        }
        if (_used.TryAdd(address, true)) return;
        throw ApiErrors.Invalid(request.Resource, request.Name,
        [
            new StatusCause("FieldValueInvalid", $"Invalid value: [\"{address}\"]: failed to allocate IP {address}: provided IP is already allocated", "spec.clusterIPs"),
        ]);
    }

    // A linear congruential walk over the whole range visits every address once.
    private string NextAddress()
    {
        for (var tries = 0; tries < Size; tries++)
        {
            var step = Interlocked.Increment(ref _next);
            var offset = (int)((ulong)((step * 40503) + (seed * 2654435761)) % Size);
            if (offset < Reserved) continue;
            var address = string.Create(CultureInfo.InvariantCulture, $"10.96.{offset >> 8}.{offset & 255}");
            if (_used.TryAdd(address, true)) return address;
        }
        throw ApiErrors.Internal("no cluster IP is left in 10.96.0.0/16");
    }
}
