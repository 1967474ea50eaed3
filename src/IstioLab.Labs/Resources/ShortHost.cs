namespace IstioLab.Labs.Resources;

/// <summary>Finds the Service that a host in a configuration means.</summary>
internal static class ShortHost
{
    /// <summary>Name and namespace: a host without a dot is of the configuration's own namespace, one with dots says its own.</summary>
    /// <returns>Null when it is no host of the cluster.</returns>
    public static (string Name, string Namespace)? Of(string host, string ns)
    {
        var parts = host.Split('.');
        return parts switch
        {
            [var name] when name.Length > 0 && name != "*" => (name, ns),
            [var name, var other, "svc", ..] => (name, other),
            _ => null,
        };
    }
}
