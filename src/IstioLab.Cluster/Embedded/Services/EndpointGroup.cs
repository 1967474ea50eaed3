using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Services;

/// <summary>Endpoints of a Service that listen on the same ports, in the form of an EndpointSlice.</summary>
internal sealed record EndpointGroup(JsonArray Ports, JsonArray Endpoints);
