namespace IstioLab.Cli.CommandLine;

/// <summary>Knows a full disk by the system's own number for it.</summary>
internal static class DiskSpace
{
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int UnixNoSpace = 28;
    private const int UnixQuotaOfLinux = 122;

    public static bool IsExhausted(IOException failed) => failed.HResult is WindowsDiskFull or UnixNoSpace or UnixQuotaOfLinux;
}
