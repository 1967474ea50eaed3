using System.Globalization;
using System.Net;
using IstioLab.Cluster.Embedded.Programs.Http;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;

/// <summary>What <c>--write-out</c> can print.</summary>
internal sealed class CurlResult
{
    /// <summary>Address of the last request.</summary>
    public string Url { get; set; } = "";

    /// <summary>Status code; 0 without an answer.</summary>
    public int Status { get; private set; }

    /// <summary>Head of the last answer.</summary>
    public HttpHead? Head { get; private set; }

    /// <summary>Where the last request went.</summary>
    public IPEndPoint? Remote { get; set; }

    /// <summary>Bytes of bodies.</summary>
    public long Downloaded { get; set; }

    /// <summary>Redirections that were followed.</summary>
    public int Redirects { get; set; }

    /// <summary>Connections that were made.</summary>
    public int Connects { get; set; }

    /// <summary>Where the last answer pointed to.</summary>
    public string RedirectUrl { get; set; } = "";

    /// <summary>Time until the name was known.</summary>
    public TimeSpan NameLookup { get; set; }

    /// <summary>Time until the connection was there.</summary>
    public TimeSpan Connect { get; set; }

    /// <summary>Time until the first byte.</summary>
    public TimeSpan StartTransfer { get; private set; }

    /// <summary>Time for everything.</summary>
    public TimeSpan Total { get; set; }

    /// <summary>Takes a head that came in.</summary>
    public void Take(HttpHead head, TimeSpan elapsed)
    {
        var words = head.StartLine.Split(' ', 3);
        if (words.Length < 2 || !words[0].StartsWith("HTTP/", StringComparison.Ordinal) || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            throw new CurlException(1, "Received HTTP/0.9 when not allowed");
        Status = status;
        Head = head;
        StartTransfer = elapsed;
    }
}
