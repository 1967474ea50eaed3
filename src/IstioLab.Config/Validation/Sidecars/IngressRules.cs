using System.Globalization;
using IstioLab.Config.Validation.Checks;
using IstioLab.Config.Validation.DestinationRules;
using IstioLab.Config.Validation.Gateways;

namespace IstioLab.Config.Validation.Sidecars;

/// <summary>Inbound listeners of a Sidecar.</summary>
internal static class IngressRules
{
    private const string UnixPrefix = "unix://";

    public static void Check(ValidationScope scope)
    {
        var ports = new HashSet<long>();
        foreach (var listener in scope.Spec["ingress"].Items)
        {
            if (!listener.Exists)
            {
                scope.Error(listener, "sidecar: ingress may not be null");
            }
            else if (!listener.Has("port"))
            {
                scope.Error(listener, "sidecar: port is required for ingress listeners");
            }
            else
            {
                Listener(scope, listener, ports);
            }
        }
    }

    private static void Listener(ValidationScope scope, ConfigValue listener, HashSet<long> ports)
    {
        var port = listener["port"];
        ListenerPorts.Check(scope, port);
        scope.Check(port["number"], PortChecks.Number(port["number"].Whole));
        if (listener["bind"].Text is { Length: > 0 } bind)
        {
            scope.Check(listener["bind"], AddressChecks.Address(bind));
        }

        if (!ports.Add(port["number"].Whole))
        {
            scope.Error(port["number"], "sidecar: ports on IP bound listeners must be unique");
        }

        DefaultEndpoint(scope, listener["defaultEndpoint"]);
        Tls(scope, listener["tls"], port["protocol"].Text);
        var pool = listener["connectionPool"];
        ConnectionPoolRules.Check(scope, pool);
        if (pool.Has("http") && !ProtocolChecks.IsHttp(port["protocol"].Text))
        {
            scope.Warn(pool["http"], $"sidecar: HTTP connection pool settings are configured for port {port["number"].Whole} "
                + $"({GoText.Quote(port["name"].Text)}) but its protocol is not HTTP ({port["protocol"].Text}); only TCP settings will apply");
        }
    }

    private static void DefaultEndpoint(ValidationScope scope, ConfigValue at)
    {
        var endpoint = at.Text;
        if (endpoint.Length == 0)
        {
            return;
        }

        if (endpoint.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            scope.Check(at, AddressChecks.UnixSocket(endpoint[UnixPrefix.Length..]));
            return;
        }

        var (host, port) = Split(endpoint);
        if (host is null)
        {
            scope.Error(at, $"address {endpoint}: missing port in address");
        }

        if (host is not (null or "" or "127.0.0.1" or "0.0.0.0" or "::1" or "::"))
        {
            scope.Error(at, "sidecar: defaultEndpoint must be of form 127.0.0.1:<port>,0.0.0.0:<port>,[::1]:port,[::]:port,unix://filepath or unset");
        }

        scope.Check(at, int.TryParse(port, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? PortChecks.Number(number)
            : $"sidecar: defaultEndpoint port ({port}) is not a number: strconv.Atoi: parsing {GoText.Quote(port)}: invalid syntax");
    }

    private static (string? Host, string Port) Split(string endpoint)
    {
        if (endpoint.StartsWith('['))
        {
            var end = endpoint.IndexOf("]:", StringComparison.Ordinal);
            return end < 0 ? (null, "") : (endpoint[1..end], endpoint[(end + 2)..]);
        }

        var colon = endpoint.LastIndexOf(':');
        return colon < 0 || endpoint[..colon].Contains(':', StringComparison.Ordinal) ? (null, "") : (endpoint[..colon], endpoint[(colon + 1)..]);
    }

    private static void Tls(ValidationScope scope, ConfigValue tls, string protocol)
    {
        if (!tls.Exists)
        {
            return;
        }

        Unsupported(scope, tls["subjectAltNames"], "sidecar: subjectAltNames is not supported in ingress tls");
        Unsupported(scope, tls["httpsRedirect"], "sidecar: httpsRedirect is not supported");
        Unsupported(scope, tls["credentialName"], "sidecar: credentialName is not currently supported");
        Unsupported(scope, tls["credentialNames"], "sidecar: credentialNames is not currently supported");
        Unsupported(scope, tls["tlsCertificates"], "sidecar: tls_certificates is not currently supported");
        if (tls["mode"].Text is "ISTIO_MUTUAL" or "AUTO_PASSTHROUGH")
        {
            scope.Error(tls["mode"], $"configuration is invalid: cannot set mode to {tls["mode"].Text} in sidecar ingress tls");
        }

        if (!ProtocolChecks.IsTls(protocol))
        {
            scope.Error(tls, "server cannot have TLS settings for non HTTPS/TLS ports");
        }

        ServerTlsRules.Check(scope, tls);
    }

    private static void Unsupported(ValidationScope scope, ConfigValue value, string error)
    {
        if (value.Count > 0 || value.Flag || value.Text.Length > 0)
        {
            scope.Error(value, error);
        }
    }
}
