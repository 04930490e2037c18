namespace Engine.App.Simulation.Shop;

/// <summary>The shop's API: every endpoint once. The paths stand where they are called, in the journeys.</summary>
internal static class Operations
{
    public static readonly Operation Health = new("GET", "gateway", 15, 15, 2) { ForAnyone = true };
    public static readonly Operation Robots = new("GET", "gateway", 210, 210, 2) { ForAnyone = true };
    public static readonly Operation Sitemap = new("GET", "catalogue", 48_000, 52_000, 40) { ForAnyone = true };
    public static readonly Operation MissingFile = new("GET", "gateway", 150, 150, 2) { ForAnyone = true, Status = 404 };

    public static readonly Operation Config = new("GET", "catalogue", 1_820, 1_820, 6) { ForAnyone = true };
    public static readonly Operation Categories = new("GET", "catalogue", 3_400, 3_400, 9) { ForAnyone = true };
    public static readonly Operation ProductList = new("GET", "catalogue", 6_000, 14_000, 35) { ForAnyone = true };
    public static readonly Operation Product = new("GET", "catalogue", 1_200, 5_200, 14) { ForAnyone = true };
    public static readonly Operation Reviews = new("GET", "catalogue", 600, 9_000, 22) { ForAnyone = true };
    public static readonly Operation Search = new("GET", "search", 900, 11_000, 80) { ForAnyone = true };
    public static readonly Operation Recommendations = new("GET", "search", 2_000, 6_000, 60) { ForAnyone = true };
    public static readonly Operation Tracking = new("GET", "orders", 420, 1_300, 25) { ForAnyone = true };

    public static readonly Operation Login = new("POST", "identity", 780, 820, 120) { ForAnyone = true, Upload = 96 };
    public static readonly Operation Refresh = new("POST", "identity", 780, 820, 18) { ForAnyone = true, Upload = 64 };
    public static readonly Operation PasswordReset = new("POST", "identity", 40, 40, 60) { ForAnyone = true, Upload = 54, Status = 202 };
    public static readonly Operation Logout = new("POST", "identity", 0, 0, 9) { Status = 204 };

    public static readonly Operation Profile = new("GET", "accounts", 480, 900, 10);
    public static readonly Operation EditProfile = new("PATCH", "accounts", 480, 900, 24) { Upload = 220 };
    public static readonly Operation Addresses = new("GET", "accounts", 300, 2_100, 12);
    public static readonly Operation EditAddress = new("PUT", "accounts", 280, 340, 25) { Upload = 310 };
    public static readonly Operation PaymentMethods = new("GET", "accounts", 200, 900, 14);
    public static readonly Operation Devices = new("POST", "accounts", 60, 60, 15) { Upload = 240, Status = 201 };
    public static readonly Operation Loyalty = new("GET", "accounts", 300, 420, 16);
    public static readonly Operation Wishlist = new("GET", "accounts", 200, 6_000, 18);
    public static readonly Operation Notifications = new("GET", "accounts", 120, 4_800, 13);
    public static readonly Operation ReadNotification = new("POST", "accounts", 0, 0, 9) { Status = 204 };

    public static readonly Operation Orders = new("GET", "orders", 2_400, 9_500, 38);
    public static readonly Operation Order = new("GET", "orders", 900, 4_600, 20);
    public static readonly Operation Shipments = new("GET", "orders", 350, 1_500, 24);
    public static readonly Operation Invoice = new("GET", "billing", 700, 2_600, 21);
    public static readonly Operation InvoicePdf = new("GET", "billing", 38_000, 140_000, 110);
    public static readonly Operation Documents = new("GET", "billing", 300, 2_800, 15);
    public static readonly Operation Document = new("GET", "billing", 24_000, 420_000, 60);
    public static readonly Operation Statement = new("GET", "billing", 12_000, 190_000, 160);

    public static readonly Operation Cart = new("GET", "cart", 150, 2_800, 11);
    public static readonly Operation AddToCart = new("POST", "cart", 400, 3_000, 26) { Upload = 70, Status = 201 };
    public static readonly Operation RemoveFromCart = new("DELETE", "cart", 0, 0, 17) { Status = 204 };
    public static readonly Operation Checkout = new("POST", "cart", 900, 1_600, 420) { Upload = 640, Status = 201 };

    public static readonly Operation Tickets = new("GET", "support", 2_000, 12_000, 40);
    public static readonly Operation Ticket = new("GET", "support", 800, 9_000, 24);
    public static readonly Operation Reply = new("POST", "support", 120, 180, 45) { Upload = 700, Status = 201 };
    public static readonly Operation FindCustomer = new("GET", "support", 300, 5_000, 55);
    public static readonly Operation Customer = new("GET", "support", 700, 1_900, 18);
    public static readonly Operation CustomerOrders = new("GET", "support", 900, 9_000, 34);

    public static readonly Operation Return = new("GET", "returns", 700, 2_400, 26);
    public static readonly Operation CloseReturn = new("POST", "returns", 90, 140, 48) { Upload = 180, Status = 201 };

    public static readonly Operation AdminReport = new("GET", "admin", 9_000, 60_000, 300);
    public static readonly Operation AdminUsers = new("GET", "admin", 7_000, 15_000, 70);
    public static readonly Operation AdminAction = new("POST", "admin", 90, 300, 60) { Upload = 180 };

    public static readonly Operation PartnerOrders = new("GET", "partners", 9_000, 46_000, 90);
    public static readonly Operation PartnerStock = new("POST", "partners", 60, 120, 80) { Upload = 9_000 };
    public static readonly Operation Announcements = new("GET", "partners", 1_800, 2_600, 18);
    public static readonly Operation Announcement = new("GET", "partners", 1_500, 7_000, 12);
    public static readonly Operation DeliveryNote = new("GET", "partners", 600, 1_900, 16);
    public static readonly Operation StartExport = new("POST", "exports", 140, 140, 70) { Upload = 120, Status = 202 };
    public static readonly Operation ExportState = new("GET", "exports", 180, 220, 9);
    public static readonly Operation Download = new("GET", "exports", 4_000_000, 38_000_000, 4_000);
}
