namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>An operation on a container's files failed; the message is the text of the C library.</summary>
internal sealed class FileException(FileError error) : IOException(Describe(error))
{
    /// <summary>What failed.</summary>
    public FileError Error { get; } = error;

    private static string Describe(FileError error) => error switch
    {
        FileError.NotFound => "No such file or directory",
        FileError.NotAFolder => "Not a directory",
        FileError.IsAFolder => "Is a directory",
        FileError.Exists => "File exists",
        FileError.NotEmpty => "Directory not empty",
        FileError.ReadOnly => "Read-only file system",
        FileError.NoSpace => "No space left on device",
        FileError.TooManyLinks => "Too many levels of symbolic links",
        FileError.Busy => "Device or resource busy",
        _ => "Permission denied",
    };
}
