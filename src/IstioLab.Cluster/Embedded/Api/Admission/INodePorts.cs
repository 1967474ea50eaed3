namespace IstioLab.Cluster.Embedded.Api.Admission;

/// <summary>Gives ports of services their node ports.</summary>
internal interface INodePorts
{
    /// <summary>A node port for a port of a service: the one that the service wishes, else one that is free.</summary>
    /// <param name="ns">The service's namespace.</param>
    /// <param name="name">The service.</param>
    /// <param name="port">The service's port.</param>
    /// <param name="wanted">The port that the service names; null for any.</param>
    /// <returns>The node port, or null when none is left. A port that is named is returned, whether it is free or not.</returns>
    int? Take(string ns, string name, int port, int? wanted);
}
