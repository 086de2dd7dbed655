-- Create analytics and statistics tables
CREATE TABLE transfer_stats (
    Date TEXT PRIMARY KEY,
    TotalFiles INTEGER DEFAULT 0,
    TotalBytes INTEGER DEFAULT 0,
    SuccessfulTransfers INTEGER DEFAULT 0,
    FailedTransfers INTEGER DEFAULT 0,
    AverageFileSize INTEGER DEFAULT 0,
    PeakTransferSpeed INTEGER DEFAULT 0
);
CREATE TABLE client_activity (
    ID INTEGER PRIMARY KEY AUTOINCREMENT,
    ClientID BLOB(16) NOT NULL,
    ActivityType VARCHAR(50) NOT NULL,
    Timestamp TEXT NOT NULL,
    FileCount INTEGER DEFAULT 0,
    BytesTransferred INTEGER DEFAULT 0,
    FOREIGN KEY (ClientID) REFERENCES clients(ID)
);
CREATE TABLE file_categories (
    ID INTEGER PRIMARY KEY AUTOINCREMENT,
    Name VARCHAR(50) UNIQUE NOT NULL,
    Description TEXT,
    DefaultPath VARCHAR(255),
    Color VARCHAR(7) DEFAULT '#007acc'
);
INSERT INTO file_categories (Name, Description, DefaultPath) VALUES
    ('document', 'Text documents and PDFs', 'received_files/documents/'),
    ('image', 'Images and photos', 'received_files/images/'),
    ('backup', 'System backups', 'received_files/backups/'),
    ('other', 'Miscellaneous files', 'received_files/other/');
-- rollback
DROP TABLE IF EXISTS transfer_stats;
DROP TABLE IF EXISTS client_activity;
DROP TABLE IF EXISTS file_categories;
