namespace IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;

/// <summary>What curl was asked to do.</summary>
internal sealed record CurlOptions
{
    /// <summary>Addresses, in order.</summary>
    public List<string> Urls { get; } = [];

    /// <summary>Files for the answers, in order of the addresses; <c>-O</c> is an empty name.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>Headers as given.</summary>
    public List<string> Headers { get; } = [];

    /// <summary>Pieces of the body; <see langword="null"/> when there is none.</summary>
    public List<byte[]>? Data { get; set; }

    /// <summary>The pieces of the body are parameters of the address.</summary>
    public bool DataInQuery { get; set; }

    /// <summary>The body is JSON.</summary>
    public bool IsJson { get; set; }

    /// <summary>Method; <see langword="null"/> is the one that fits.</summary>
    public string? Method { get; set; }

    /// <summary>Only the head.</summary>
    public bool HeadOnly { get; set; }

    /// <summary>Shows the head in front of the body.</summary>
    public bool Include { get; set; }

    /// <summary>Tells what happens.</summary>
    public bool Verbose { get; set; }

    /// <summary>No messages.</summary>
    public bool Silent { get; set; }

    /// <summary>Error messages in spite of <see cref="Silent"/>.</summary>
    public bool ShowError { get; set; }

    /// <summary>Fails on 400 and above.</summary>
    public bool Fail { get; set; }

    /// <summary>Fails, but shows the body.</summary>
    public bool FailWithBody { get; set; }

    /// <summary>Follows redirections.</summary>
    public bool Location { get; set; }

    /// <summary>Redirections at most.</summary>
    public int MaximumRedirects { get; set; } = 50;

    /// <summary>Text to print at the end.</summary>
    public string? WriteOut { get; set; }

    /// <summary>Time for everything.</summary>
    public TimeSpan? MaximumTime { get; set; }

    /// <summary>Time for the connection.</summary>
    public TimeSpan? ConnectTimeout { get; set; }

    /// <summary>Attempts after a failure that may pass.</summary>
    public int Retries { get; set; }

    /// <summary>Time between attempts; <see langword="null"/> doubles from one second.</summary>
    public TimeSpan? RetryDelay { get; set; }

    /// <summary>Also tries again when the connection is refused.</summary>
    public bool RetryRefused { get; set; }

    /// <summary>Also tries again after any error.</summary>
    public bool RetryAll { get; set; }

    /// <summary>User-Agent; <see langword="null"/> is curl's own.</summary>
    public string? UserAgent { get; set; }

    /// <summary>User and password.</summary>
    public string? User { get; set; }

    /// <summary>Speaks HTTP/1.0.</summary>
    public bool Http10 { get; set; }

    /// <summary>File to send with PUT.</summary>
    public string? Upload { get; set; }

    /// <summary>File for the heads.</summary>
    public string? DumpHeader { get; set; }

    /// <summary>Names with fixed addresses, <c>host:port:address</c>.</summary>
    public List<string> Resolve { get; } = [];

    /// <summary>Does not check the server's certificate.</summary>
    public bool Insecure { get; set; }

    /// <summary>File with the authorities that are trusted; <see langword="null"/> for those of the machine.</summary>
    public string? AuthorityFile { get; set; }

    /// <summary>File with the client's certificate.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>File with the client's key; <see langword="null"/> when the certificate's file has it.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Only prints the version.</summary>
    public bool Version { get; set; }

    /// <summary>Only prints the help.</summary>
    public bool Help { get; set; }
}
