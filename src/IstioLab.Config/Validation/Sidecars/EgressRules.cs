using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Sidecars;

/// <summary>Outbound listeners of a Sidecar.</summary>
internal static class EgressRules
{
    private const string UnixPrefix = "unix://";

    public static void Check(ValidationScope scope)
    {
        var ports = new HashSet<long>();
        var sockets = new HashSet<string>(StringComparer.Ordinal);
        var egress = scope.Spec["egress"];
        foreach (var (index, listener) in egress.Items.Index())
        {
            if (!listener.Exists)
            {
                scope.Error(listener, "egress listener may not be null");
                continue;
            }

            if (!listener.Has("port"))
            {
                // The listener without a port takes what is left, so it comes last.
                if (index != egress.Count - 1)
                {
                    scope.Error(listener, "sidecar: the egress listener with empty port should be the last listener in the list");
                }
            }
            else
            {
                Port(scope, listener, listener["port"], ports, sockets);
            }

            EgressHosts.Check(scope, listener);
        }
    }

    private static void Port(ValidationScope scope, ConfigValue listener, ConfigValue port, HashSet<long> ports, HashSet<string> sockets)
    {
        ListenerPorts.Check(scope, port);
        var (bind, number) = (listener["bind"].Text, port["number"].Whole);
        if (number == 0)
        {
            Socket(scope, listener, bind);
            if (!sockets.Add(bind))
            {
                scope.Error(listener["bind"], "sidecar: unix domain socket values for listeners must be unique");
            }

            return;
        }

        scope.Check(port["number"], PortChecks.Number(number));
        if (bind.Length > 0)
        {
            scope.Check(listener["bind"], AddressChecks.Address(bind));
        }

        if (!ports.Add(number))
        {
            scope.Error(port["number"], "sidecar: ports on IP bound listeners must be unique");
        }
    }

    private static void Socket(ValidationScope scope, ConfigValue listener, string bind)
    {
        scope.Check(listener["bind"], bind.StartsWith(UnixPrefix, StringComparison.Ordinal)
            ? AddressChecks.UnixSocket(bind[UnixPrefix.Length..])
            : "sidecar: ports with 0 value must have a unix domain socket bind address");
        if (listener["captureMode"].Text is not ("" or "DEFAULT" or "NONE"))
        {
            scope.Error(listener["captureMode"], "sidecar: captureMode must be DEFAULT/NONE for unix domain socket listeners");
        }
    }
}
