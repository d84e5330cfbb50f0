using System.Globalization;

namespace Zhike.Customers.Conditions;

/// <summary>A place on the earth in degrees of WGS 84.</summary>
internal readonly record struct GeoPoint(double Latitude, double Longitude)
{
    /// <summary>Names of the attributes, of customers as of outlets, that hold one.</summary>
    public const string LatitudeName = "latitude";

    public const string LongitudeName = "longitude";

    /// <summary>Mean radius (IUGG R1).</summary>
    public const double EarthKm = 6371.0088;

    /// <summary>Null unless both are numbers of the globe.</summary>
    public static GeoPoint? Parse(string? latitude, string? longitude) =>
        double.TryParse(latitude, NumberStyles.Float, CultureInfo.InvariantCulture, out var lat)
        && double.TryParse(longitude, NumberStyles.Float, CultureInfo.InvariantCulture, out var lon)
        && lat is >= -90 and <= 90 && lon is >= -180 and <= 180
            ? new GeoPoint(lat, lon)
            : null;

    /// <summary>Along the great circle: the haversine formula (R. W. Sinnott, Sky and Telescope 68, 1984).</summary>
    public double KmTo(GeoPoint other)
    {
        var (half, halfAlong) = (Radians(other.Latitude - Latitude) / 2, Radians(other.Longitude - Longitude) / 2);
        var h = (Math.Sin(half) * Math.Sin(half))
            + (Math.Cos(Radians(Latitude)) * Math.Cos(Radians(other.Latitude)) * Math.Sin(halfAlong) * Math.Sin(halfAlong));
        return 2 * EarthKm * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
