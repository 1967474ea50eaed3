using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Controllers;

/// <summary>A stored pod with its parsed body, for one pass of a controller.</summary>
internal sealed record PodView(StoredObject Stored, JsonObject Node);
