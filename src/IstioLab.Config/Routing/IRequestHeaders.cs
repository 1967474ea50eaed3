namespace IstioLab.Config.Routing;

/// <summary>Reads the headers of a request in place, so that matching copies nothing.</summary>
public interface IRequestHeaders
{
    /// <summary>Finds a header by name, ignoring case.</summary>
    /// <returns>The value; several values joined by a comma, as Envoy matches them; <see langword="null"/> when absent.</returns>
    string? Find(string name);
}
