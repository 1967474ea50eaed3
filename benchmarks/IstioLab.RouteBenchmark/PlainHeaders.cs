using IstioLab.Config.Routing;

namespace IstioLab.RouteBenchmark;

/// <summary>A request without headers.</summary>
internal sealed class PlainHeaders : IRequestHeaders
{
    public string? Find(string name) => null;
}
