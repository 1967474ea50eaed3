using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Gateways;

/// <summary>One server of a Gateway.</summary>
internal static class ServerRules
{
    private const string UnixPrefix = "unix://";

    private static readonly string[] s_files = ["caCertificates", "privateKey", "serverCertificate"];

    public static void Check(ValidationScope scope, ConfigValue server)
    {
        if (server["hosts"].Count == 0)
        {
            scope.Error(server, "server config must contain at least one host");
        }

        foreach (var host in server["hosts"].Items)
        {
            foreach (var error in HostChecks.WithNamespace(host.Text, gateway: true, scope.IsGenerated))
            {
                scope.Error(host, error);
            }
        }

        var (port, bind) = (server["port"], server["bind"].Text);
        var portIsFine = Port(scope, port, bind);
        Bind(scope, server["bind"], port, bind);
        ServerTlsRules.Check(scope, server["tls"]);
        if (portIsFine)
        {
            Protocol(scope, server, port["protocol"].Text);
        }
    }

    private static bool Port(ValidationScope scope, ConfigValue port, string bind)
    {
        if (!port.Exists)
        {
            scope.Error(port, "port is required");
            return false;
        }

        var errors = PortErrors(port, bind, scope.Version.IsAtLeast(18)).ToList();
        foreach (var (at, error) in errors)
        {
            scope.Error(at, error);
        }

        return errors.Count == 0;
    }

    private static IEnumerable<(ConfigValue At, string Error)> PortErrors(ConfigValue port, string bind, bool strict)
    {
        var (protocol, number) = (port["protocol"].Text, port["number"].Whole);
        if (!ProtocolChecks.IsKnown(protocol))
        {
            yield return (port["protocol"], $"invalid protocol {GoText.Quote(protocol)}, supported protocols are HTTP, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP");
        }

        if ((number > 0 || (strict && !bind.StartsWith(UnixPrefix, StringComparison.Ordinal))) && PortChecks.Number(number) is { } range)
        {
            yield return (port["number"], range);
        }

        if (strict && port["targetPort"].Whole > 0)
        {
            yield return (port["targetPort"], "targetPort has no impact on Gateways");
        }

        if (port["name"].Text.Length == 0)
        {
            yield return (port, $"port name must be set: number:{number} protocol:{GoText.Quote(protocol)}");
        }
    }

    private static void Bind(ValidationScope scope, ConfigValue at, ConfigValue port, string bind)
    {
        if (bind.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            scope.Check(at, AddressChecks.UnixSocket(bind[UnixPrefix.Length..]));
            if (port["number"].Whole != 0)
            {
                scope.Error(port["number"], $"port number must be 0 for unix domain socket: number:{port["number"].Whole}");
            }
        }
        else if (bind.Length > 0)
        {
            scope.Check(at, AddressChecks.Address(bind));
        }
    }

    /// <summary>TLS settings belong to HTTPS and TLS; plain HTTP may only redirect.</summary>
    private static void Protocol(ValidationScope scope, ConfigValue server, string protocol)
    {
        var tls = server["tls"];
        if (ProtocolChecks.IsTls(protocol))
        {
            if (!tls.Exists)
            {
                scope.Error(server, "server must have TLS settings for HTTPS/TLS protocols");
            }
        }
        else if (tls.Exists && !ProtocolChecks.IsHttp(protocol))
        {
            scope.Error(tls, "server cannot have TLS settings for non HTTPS/TLS ports");
        }
        else if (tls.Exists && (tls["mode"].Text is not ("" or "PASSTHROUGH" or "AUTO_PASSTHROUGH") || s_files.Any(file => tls[file].Text.Length > 0)))
        {
            scope.Error(tls, "server cannot have TLS settings for plain text HTTP ports");
        }
    }
}
