using System.Collections.Immutable;
using System.Net;

namespace IstioLab.Cluster.Embedded.Services;

/// <summary>Where connections to one service port go.</summary>
/// <param name="Endpoints">The endpoints to choose from: the ready ones, else those that still serve while they terminate.</param>
/// <param name="Ready">The addresses of the ready ones.</param>
internal sealed record ServiceChoices(ImmutableArray<IPEndPoint> Endpoints, ImmutableHashSet<IPAddress> Ready);
