using System.Net.Sockets;
using IstioLab.Proxy.Tls;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Reads what HttpClient threw as Envoy would have named it.</summary>
internal static class FailureClassifier
{
    public static UpstreamFailure Classify(Exception? failure)
    {
        for (var current = failure; current is not null; current = current.InnerException)
        {
            switch (current)
            {
                case AggregateException { InnerExceptions.Count: > 1 } several:
                    return ClassifyFirstKnown(several);
                case UpstreamTlsException tls:
                    return tls.Kind;
                case SocketException socket:
                    return Classify(socket.SocketErrorCode);
                case TimeoutException:
                    return UpstreamFailure.ConnectTimeout;
                case HttpProtocolException { ErrorCode: 7 }:
                    return UpstreamFailure.RefusedStream;
                case HttpProtocolException:
                    return UpstreamFailure.RemoteReset;
                case HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError }:
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }:
                    return UpstreamFailure.Protocol;
                case ObjectDisposedException when IsConnecting(failure):
                    return UpstreamFailure.Unreachable;
            }
        }
        return UpstreamFailure.Terminated;
    }

    private static bool IsConnecting(Exception? failure) => failure is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };

    private static UpstreamFailure ClassifyFirstKnown(AggregateException several)
    {
        foreach (var inner in several.InnerExceptions)
        {
            var failure = Classify(inner);
            if (failure != UpstreamFailure.Terminated)
                return failure;
        }
        return UpstreamFailure.Terminated;
    }

    private static UpstreamFailure Classify(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => UpstreamFailure.Refused,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => UpstreamFailure.Unreachable,
        SocketError.TimedOut => UpstreamFailure.ConnectTimeout,
        _ => UpstreamFailure.Terminated,
    };
}
