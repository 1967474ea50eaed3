namespace IstioLab.Labs.Resources;

/// <summary>A destination of a route and its share.</summary>
internal sealed record RouteShare(string Host, string Subset, double Percent)
{
    public string Target => Subset.Length > 0 ? $"{Host.Split('.')[0]}/{Subset}" : Host.Split('.')[0];
}
